"""The public report form: a page anyone can fill in, also without JavaScript."""
