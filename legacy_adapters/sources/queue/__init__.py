"""Events of the embedded queue as a source."""
