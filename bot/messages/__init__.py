"""Reports, comparisons and lists as messages for no platform in particular. Pure."""
