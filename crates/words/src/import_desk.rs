//! 导入新文件: the screens on which a document becomes a plan.
//!
//! What the parser remarks, what hinders publishing and how two plans differ is told in
//! [`intake`](crate::intake).

use crate::{labels, sentences};

labels! {
    title: "导入新文件", "Import a plan";
    intro: "粘贴或上传工作要点全文，系统读出项、任务、分工和目标；您逐处核对后发布，每个目标都指向原文的那句话。", "Paste or upload a work plan: items, tasks, units and targets are read from it. You go through what is doubtful and publish; every target points at its sentence.";
    new_import: "新导入", "New import";
    all_imports: "全部导入稿", "All imports";
    head_plan: "导入稿", "Import";
    head_state: "状态", "State";
    head_left: "待核", "To look at";
    head_source: "来源", "Source";
    head_saved: "最近保存", "Saved last";
    pasted: "粘贴的文本", "pasted text";
    paste: "粘贴全文", "Paste the text";
    paste_hint: "从标题开始，连同每段末尾的牵头单位、责任单位一起粘贴。换行、空格、页码不用整理。", "From the title on, with the brackets that name the units. Line breaks, spaces and page numbers may stay as they are.";
    nothing_yet: "粘贴后，这里即时显示读出的内容。", "What is read is shown here as soon as something is pasted.";
    or_file: "或选择文件", "Or choose a file";
    file_hint: "TXT、DOCX，或带文字层的 PDF，不超过 20 MB；可拖到这里。扫描件请先做文字识别。", "TXT, DOCX, or PDF with a text layer, 20 MB at most; it can be dropped here. Scans need text recognition first.";
    not_this_file: "不用这个文件", "Not this file";
    what_for: "用于", "What it is for";
    for_new: "新的工作要点", "A new plan";
    plan_id: "代号", "Id";
    plan_id_hint: "用于网址，小写字母、数字和短横。", "For addresses: lower-case letters, digits and hyphens.";
    issuer: "印发单位", "Issued by";
    issuer_en: "印发单位（英文）", "Issued by (English)";
    issuer_hint: "留空则与上年相同。", "Left blank: as last year.";
    year: "年度", "Year";
    begin: "读入，开始核对", "Read it and begin";
    reading: "正在读入…", "Reading…";

    modes: "办理步骤", "Steps";
    review: "对照核对", "Review";
    edit_text: "改原文", "Edit the text";
    compare: "与以前比较", "Compare";
    publish_tab: "发布", "Publish";
    panes: "看哪一边", "What to show";
    document: "原文", "Document";
    draft: "草稿", "Draft";
    queue: "待核", "To look at";
    figures_tab: "其他数字", "Other figures";

    saving: "正在保存…", "Saving…";
    unsaved: "未保存", "Not saved";
    offline: "未保存：连不上服务器，已存在本机，会自动重试", "Not saved: the server cannot be reached. It is kept in this browser and tried again.";
    retry: "立即重试", "Try now";
    undo: "撤销", "Undo";
    redo: "重做", "Redo";
    clash_hint: "您在本机的决定都还在。可以在对方的基础上接着放上您的，或只用对方的。", "Your decisions are still here. They can be put on top of the other ones, or given up.";
    mine_on_top: "用对方的，再放上我的", "Take theirs and put mine on top";
    theirs_only: "只用对方的", "Take theirs only";

    all_done: "待核的都已核完。去“发布”看看还差什么。", "Everything has been looked at. \"Publish\" tells whether anything still hinders it.";
    keys: "按键", "Keys";
    key_move: "上下", "move";
    key_accept: "接受", "accept";
    key_correct: "改", "correct";
    key_drop: "不是", "drop";
    key_undo: "撤销", "undo";
    key_next: "下一处", "the next one";
    key_previous: "上一处", "the one before";
    key_accept_long: "接受（按钮上写的第一项）", "accept: the first button";
    key_correct_long: "改正，打开表单", "correct: opens a form";
    key_drop_long: "不是目标，或没有问题", "drop: no target, or no problem";
    key_undo_long: "撤销上一个决定", "take the last decision back";
    key_redo_long: "重做", "take it again";
    key_escape: "关闭表单，不保存", "close the form without saving";
    key_help: "显示或收起本表", "show or hide this list";

    keys_on: "用单个按键办理（用语音输入的人可以关掉）", "Single keys do something (turn them off when you dictate)";

    accept: "接受", "Accept";
    correct: "改正", "Correct";
    drop: "不是目标", "No target";
    bring_back: "恢复", "Bring back";
    settle: "没有问题", "No problem";
    settle_right: "就是这样", "That is right";
    name_reporters: "选定填报单位", "Choose who reports";
    this_is_one: "这是目标", "This is a target";
    no_target: "不是目标", "No target";
    see_in_text: "看原文", "See it in the text";
    see_in_draft: "看草稿", "See it in the draft";

    accepted: "已接受", "accepted";
    corrected: "已改正", "corrected";
    added: "已补充", "added";
    sure: "有把握", "sure";
    half_sure: "把握不大", "fairly sure";
    not_sure: "没把握", "not sure";
    year_end: "（原文没写，按年底）", "(not in the text: the year's end)";
    no_reporter: "没有填报单位", "nobody reports it";
    headline: "主要目标", "Headline targets";
    no_work: "这一项没有布置具体工作。", "This item sets no work.";
    nobody_does: "没有牵头或责任单位", "Nobody leads it and nobody answers for it";
    in_words: "没有读出目标，按文字说明进展填报。", "No target was read; it is reported in words.";
    standing: "（前文统一规定）", "(by an earlier rule)";
    unknown: "单位表里没有", "not in the register";
    nobody: "单位表里没有，是不是", "not in the register; perhaps";
    change_units: "改单位", "Change the units";
    sentences: "拆分、补充目标", "Split it, add targets";
    merge: "并入前一任务", "Merge with the one before";
    rename: "改名", "Rename";

    correct_target: "改正目标", "Correct the target";
    add_target: "添加目标", "Add a target";
    sentences_title: "逐句", "Clause by clause";
    sentences_hint: "任何一句都可以设为目标，或从它起另成一项任务。也可以直接在原文里选字。", "Any clause can be made a target, or begin a task of its own. The words can also be selected in the document.";
    rename_item: "改名称", "Rename the item";
    whom: "指哪个单位", "Which unit";
    outside: "外单位", "Outside body";
    is_outside: "是外单位，不在名单里，不填报", "An outside body: not in the register, reports nothing";
    near_units: "名字相近的", "Units with a name like it";
    subject: "名称（做什么）", "Name";
    kind: "类型", "Kind";
    comparator: "比较", "Held";
    value: "数值", "Figure";
    unit_of: "计量单位", "Unit of measure";
    inventory: "总数（占谁的）", "Of how many";
    due: "完成时限", "Due";
    reporters: "填报单位", "Who reports";
    reporters_hint: "留空：任务的牵头和责任单位填报。", "Left blank: those who lead the task and answer for it.";
    reporters_headline: "主要目标没有写分工，请写明由谁填报。", "A headline target names nobody; say who reports it.";
    add_unit: "加单位，用顿号或回车分开", "add a unit; Enter after each";
    all_of_kind: "全选", "all of them";
    choose_whom: "请勾选所指的单位。", "Tick the units that are meant.";
    learn: "记住，以后都认得", "Remember it";
    save_units: "保存分工", "Save the units";
    save_target: "保存", "Save";
    save: "保存", "Save";
    add: "添加", "Add";
    cancel: "取消", "Cancel";
    name_missing: "请填写名称。", "Please give a name.";
    no_day: "日期不完整。", "The date is not complete.";
    somebody: "请至少写一个单位。", "At least one unit is needed.";
    title_zh: "标题", "Title";
    title_en: "标题（英文）", "Title (English)";
    titles: "标题、印发单位、年度", "Title, issuer, year";

    make_target: "设为目标", "Make it a target";
    split_here: "从这里另成一项任务", "Begin a task here";
    caret: "光标处：", "at the caret:";
    with_selection: "对选中的字", "With the words selected";
    figures_title: "不作目标的数字", "Figures that are no target";
    figures_hint: "年份、文号、次序、名称里的数字不作目标。点开看它在原文哪里；认错了的，设为目标。", "Years, document numbers, ordinals and figures within names are no targets. Each leads to its place; any of them can be made one.";

    edit_text_hint: "识别错的字在这里改，右边随打随读。已做的核对跟着文字走；改掉的那句话，核对要重做。", "Mend what the scanner got wrong; it is read anew while you type. Decisions move along with their words; those about words that are gone are lost.";
    done_editing: "改好了，回去核对", "Done, back to the review";

    against_amended: "与所修订的版本比较", "Against the version that is amended";
    against_last_year: "与上年比较", "Against last year";
    compare_hindered: "还有须先改好的地方，改好后才能比较。", "Some things have to be mended before it can be compared.";
    see_hindering: "看是哪几处", "See which";
    nothing_to_compare: "没有上年的工作要点可以比较。", "There is no plan of last year to compare with.";
    figures_changed: "数值有变", "Other figures";
    otherwise_changed: "文字或分工有变", "Other words or units";
    is_new: "新增", "New";
    is_gone: "去掉", "Gone";
    item_word: "项", "item";
    task_word: "任务", "task";
    target_word: "目标", "target";
    no_figure: "无", "none";
    was: "原为", "was";
    becomes: "现为", "is now";
    see_words: "看改了哪些字", "See the words";

    mend: "去改", "Mend it";
    will_happen: "发布后会怎样", "What will happen";
    reports_stay: "已有的填报、督办和台账都保留在原来的目标上。", "Reports, cases and ledgers stay attached to their targets.";
    cannot_be_undone: "发布即成为一个版本，不能撤销；有错可以再修订。", "What is published is a version for good; a mistake is amended by another one.";
    to_queue: "去核对", "Look at them";
    publish: "发布", "Publish";
    publish_sure: "再点一次即发布", "Once more to publish";
    give_up: "放弃这份导入稿", "Give this import up";
    give_up_sure: "再点一次即放弃", "Once more to give it up";
    given_up: "这份导入稿已放弃。", "This import was given up.";
    published_next: "各单位按新的目标填报。数量和清单类目标，可以接着分解到单位。", "Units report on it from now on. Counts and shares can be divided among them next.";
    public_plan: "看公开的要点全文", "The public plan";
    to_shares: "去目标分解", "Divide the targets";
    and: "、", ", ";
    and_also: "；", "; ";
}

sentences! {
    seen(items, tasks, targets, doubts): "{items} 项、{tasks} 个任务、{targets} 个目标、{doubts} 处待核", "{items} items, {tasks} tasks, {targets} targets, {doubts} to look at";
    read(items, tasks, targets): "{items} 项、{tasks} 个任务、{targets} 个目标", "{items} items, {tasks} tasks, {targets} targets";
    is_unit(unit): "就是{unit}", "it is {unit}";
    reports_nothing(name): "“{name}”不在单位名单里，不能填报；请改成名单里的单位。", "\"{name}\" is not in the register and cannot report; name a unit that is.";
    left(count, next): "还有 {count} 处。现在：{next}", "{count} left. Now: {next}";
    left_short(doubts, hindrances): "{doubts} 处待核，{hindrances} 处须改", "{doubts} to look at, {hindrances} to mend";
    in_item(number, title): "第 {number} 项 {title}", "item {number} {title}";
    saved_at(time): "已保存 {time}", "Saved at {time}";
    clash(by, at): "{by} 在 {at} 保存过这份导入稿，您之后的决定还没有保存。", "{by} saved this import at {at}; what you decided since is not saved.";
    amends_version(plan, version): "修订 {plan} 第 {version} 版", "amends {plan}, version {version}";
    new_plan_of(plan, year): "{year} 年度新要点（{plan}）", "new plan for {year} ({plan})";
    amend_this(title): "修订：{title}", "Amend: {title}";
    file_chosen(name): "已选文件：{name}。上传后读出其中的文字。", "File: {name}. Its text is read when it is sent.";
    remember(name, units): "记住：以后“{name}”就是{units}", "Remember: \"{name}\" means {units} from now on";
    units_count(count): "{count} 个单位", "{count} units";
    remove(name): "去掉{name}", "remove {name}";
    of_all(all): ",共 {all}", " of {all}";
    due_on(day): "{day} 前", "by {day}";
    against(base): "比{base}", "against {base}";
    reported_by(units): "填报：{units}", "reported by {units}";
    usual(units): "不填则照旧：{units}", "Left blank, as before: {units}";
    because(why): "：{why}", ": {why}";
    dropped(count): "判为不是目标的（{count}）", "Said to be no target ({count})";
    decisions_lost(count): "有 {count} 处已做的核对，所指的字改没了，请重新核对。", "{count} decisions were about words that are gone; please look at them again.";
    same_count(count): "{count} 处相同", "{count} the same";
    hindered(count): "还有 {count} 处须先改好", "{count} things have to be mended first";
    will_be(plan, version): "成为 {plan} 第 {version} 版", "It becomes version {version} of {plan}";
    will_hold(items, tasks, targets): "共 {items} 项、{tasks} 个任务、{targets} 个目标", "{items} items, {tasks} tasks and {targets} targets";
    will_be_in_words(tasks): "另有 {tasks} 个任务没有读出目标，按文字说明进展填报，各记为一条文字目标", "{tasks} tasks without a target are reported in words, as one statement each";
    will_change(changed, new, gone): "目标：{changed} 个有变动，{new} 个新增，{gone} 个去掉", "Targets: {changed} changed, {new} new, {gone} gone";
    units_touched(units): "分工有变的单位：{units}", "Units whose part changes: {units}";
    will_begin(year): "{year} 年 1 月 1 日起按它填报", "It is reported on from 1 January {year}";
    doubts_left(count): "还有 {count} 处待核没有看过；可以先发布，但读错的会照样发布。", "{count} doubts have not been looked at. It can be published all the same, with whatever was read wrongly.";
}
