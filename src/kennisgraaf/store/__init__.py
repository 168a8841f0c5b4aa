"""Store: the current version, opened for reading. Knows neither HTTP nor how data are made."""
