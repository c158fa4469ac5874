"""What both ends of a queue need: the embedded queue itself, TLS, names of servers, and what their errors mean."""
