"""An incident in the words other centres read: NENA's Emergency Incident Data Object, as JSON."""
