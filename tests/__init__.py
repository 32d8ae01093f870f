"""Tests of Siaga; see README.md in this folder."""
