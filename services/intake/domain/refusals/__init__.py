"""Every "no" of intake, declared: one file for each subject."""
