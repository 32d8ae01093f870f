"""What is shown: folds of facts into cards, one file per board."""
