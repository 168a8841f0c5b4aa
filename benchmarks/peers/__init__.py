"""What `endpoint.py` is made of: servers, their data, the load, and what is told of them."""
