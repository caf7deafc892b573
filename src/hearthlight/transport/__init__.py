"""What every door of a server needs to hear a request and to answer it safely."""
