"""The words everyone in the house shares. Standard library only."""
