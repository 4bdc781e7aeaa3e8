"""A service as the migration runner sees one: `tables` and a folder `migrations`."""
