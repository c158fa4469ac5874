"""File systems on other machines: servers and buckets, for those who read there and those who write there."""
