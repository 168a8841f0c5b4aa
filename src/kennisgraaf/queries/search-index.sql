-- Makes the indexes of what was written.
CREATE INDEX name_squeezed ON name (squeezed);
CREATE INDEX name_entity ON name (entity);
CREATE INDEX description_entity ON description (entity);
INSERT INTO word (word) VALUES ('rebuild');
INSERT INTO word (word) VALUES ('optimize');
INSERT INTO trigram (trigram) VALUES ('rebuild');
INSERT INTO trigram (trigram) VALUES ('optimize');
INSERT INTO told (told) VALUES ('rebuild');
INSERT INTO told (told) VALUES ('optimize');
ANALYZE;
