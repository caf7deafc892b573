"""The directory of services: HSDS read, kept and searched, and hidden places kept hidden."""
