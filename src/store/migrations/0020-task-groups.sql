-- Tasks that were given together (任务分解): `parent` is the id of what they were given with.
CREATE INDEX task_by_parent ON task (parent, seq);
