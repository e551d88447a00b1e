//! 无障碍说明.

use crate::labels;

labels! {
    title: "无障碍说明", "Accessibility";
    intro: "公开页面以《网页内容无障碍指南》WCAG 2.2 的 AA 级为目标。", "The public pages aim at level AA of the Web Content Accessibility Guidelines, WCAG 2.2.";
    how_title: "做到了什么", "What is done";
    how_keyboard: "不用脚本；全部内容可用键盘到达，焦点始终可见，页首可跳到正文。", "No script; everything is reached by keyboard, the focus is always visible, and a link leads past the head.";
    how_colour: "状态同时用颜色、形状和文字表示；文字与底色的对比度至少 4.5:1，图形至少 3:1，深色和灰度打印下同样可辨。", "A status is told by colour, shape and word; words have a contrast of at least 4.5:1, shapes of 3:1, in the dark theme and in grey print as well.";
    how_small: "宽 320 像素、放大到 400% 时不必左右滚动正文，只有表格在自己的框内滚动。", "At 320 pixels, or magnified to 400 %, text needs no scrolling sideways; only tables scroll, each by itself.";
    how_reader: "标题、表头、导航和语言都有标记；图表有文字说明，旁边有同样内容的表格或列表。", "Headings, table heads, navigation and language are marked up; charts have a text and a table or list beside them.";
    tested_title: "如何测试", "How it is tested";
    tested: "颜色对比度按 WCAG 公式计算；每次改动由自动测试检查：各类页面在中英文、浅色和深色下没有 axe-core 发现的问题，不含脚本，在窄屏上不溢出，并能用纯文字浏览器阅读。尚未由第三方评估，也未请残障用户系统试用。", "Contrast is computed by the formula of WCAG; with every change automatic tests check each kind of page: axe-core finds nothing in either language, in light and in dark; there is no script, nothing is cut off on a narrow screen, and a browser of words alone reads it. No third party has assessed it yet, and no systematic trial with disabled people has been made.";
    limits_title: "已知不足", "Known limits";
    limit_language: "要点原文、来源标题和多数名称只有中文，英文页面中以中文标记。", "The plan's own words, titles of sources and most names are Chinese only; on English pages they are marked as Chinese.";
    limit_files: "下载的 PDF 没有无障碍标签；同样内容有网页和 DOCX。", "PDF files for download are not tagged; the same is there as a page and as DOCX.";
    limit_map: "示意图只表示大致位置，同样内容见旁边的列表。", "Schematic maps show rough places only; the same is in the list beside them.";
    limit_app: "单位填报部分需要脚本，不在本说明范围内。", "The units' part needs script and is not covered here.";
    tell_title: "如何反映问题", "How to tell us";
    tell: "看不清、读不出或用不了时，请向发布本要点的单位反映，并附上页面地址和所用的设备与软件。", "If something cannot be seen, read or used, please tell the body that issued this plan, with the address of the page and the device and software you use.";
}
