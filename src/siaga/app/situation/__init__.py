"""Situation reports as people read them: the draft from the boards, text to copy, paper."""
