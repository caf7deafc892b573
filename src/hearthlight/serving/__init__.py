"""All doors that one server opens, over one edition."""
