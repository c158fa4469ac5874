"""A list that an application caps, asked for in ranges that are split in two until each is whole."""
