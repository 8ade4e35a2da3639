"""Questions answered in the stories' own words. Read `qa.library` first."""
