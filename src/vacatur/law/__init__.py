"""What the law says, as data: lists of offenses, packs of rules, and the loaders that validate them.

`offenses/` holds the lists, `packs/` one folder a statute or policy, and `index.toml` the register of both.
"""
