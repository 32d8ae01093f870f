"""Other people's machines: where agencies' own systems listen, what they are told, their keys."""
