"""The demo portal: two sample notices, the people of a district, and sessions in every state of their year."""
