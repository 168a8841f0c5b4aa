-- Which passage of which report each named graph is, numbered in reading order: by year and place.

-- statements: how many stand in its graph. text: what it says, "" where the report was not at hand.
CREATE TABLE passage (
  number INTEGER PRIMARY KEY,
  graph TEXT NOT NULL UNIQUE,
  report TEXT NOT NULL,
  year TEXT NOT NULL,
  heading TEXT NOT NULL,
  first_line INTEGER NOT NULL,
  last_line INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX passage_report ON passage (report, number);
