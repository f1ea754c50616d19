"""Events of the food bank, one file for each thing they are about; `fields` holds what they share.

Events named `…Noted` or `…Described` hold words and health data, encrypted and
never published. Their `person_id` only names the key: the visitor's own id, or
where nobody is known the id of the visit or the contact. Everywhere else
`person_id` is intake's id of a linked person, or None.
"""
