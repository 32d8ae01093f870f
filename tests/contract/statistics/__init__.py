"""The figures of the statistics board, on real servers, against figures worked out by hand."""
