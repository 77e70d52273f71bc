-- Each word of the search's index with its row and place, for the check of the whole folder.
CREATE VIRTUAL TABLE search_instance USING fts5vocab (search, instance);
