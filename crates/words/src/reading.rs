//! 章节、任务: the pages of a plan's parts, and the ways between them.

use crate::{labels, sentences};

labels! {
    where_word: "所在位置", "Where this stands";
    before_and_after: "前后页", "Before and after";
    words_as_issued: "原文", "As issued";
    items_word: "各项工作", "Items";
    tasks_word: "任务", "Tasks";
    item_word: "项目", "Item";
    leads_of_chapter: "牵头本章任务的单位", "Who leads in this chapter";
    no_targets_here: "本任务没有可核查的目标。", "Nothing in this task can be checked by a figure.";
    targets_here: "其中的目标", "Its targets";
}

sentences! {
    before(name): "← {name}", "← {name}";
    after(name): "{name} →", "{name} →";
    chapter_title(number, name): "{number} {name}", "{number} {name}";
    chapter_place(n, all): "第 {n} 章，共 {all} 章", "Chapter {n} of {all}";
    chapter_summary(items, tasks, targets): "{items} 项工作，{tasks} 条任务，{targets} 个可核查目标", "{items} items, {tasks} tasks, {targets} checkable targets";
    task_title(id, item): "任务 {id}：{item}", "Task {id}: {item}";
    tasks_led_here(unit, n): "{unit}（{n} 条）", "{unit} ({n})";
}
