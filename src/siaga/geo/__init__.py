"""Pure geometry, travel time and text-to-place over data it is given."""
