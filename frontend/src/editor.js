// Editor: the query page for who has JavaScript.
