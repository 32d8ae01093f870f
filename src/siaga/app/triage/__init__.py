"""What stands around the reader of messages: its corpora, training, evaluation and command."""
