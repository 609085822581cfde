"""A whole vote played through in virtual time, by the same services on a database that is gone afterwards."""
