"""Handover summaries as FHIR R4 for a national health platform."""
