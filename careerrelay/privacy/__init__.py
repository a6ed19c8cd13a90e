"""Deeds about one person that concern every floor below, which are called by name: here, that two records are one."""
