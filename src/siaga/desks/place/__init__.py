"""Response plans edited by people: each edit a fact, each fact undoable."""
