"""Laws that hold under any order, repeat or wrong hand."""
