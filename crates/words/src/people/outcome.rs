//! What a decision comes to, in words, before it is made.

use yaodian_contract::people::{People, PlanOfPosts};
use yaodian_domain::{
    id::{AccountId, PostId},
    people::{Decision, Move, NotPossible, Post, Roster, Tenure, Vacancy, newly_vacant},
};

use super::{called, desk, duties, post_name};
use crate::{Lang, figures::day, names, sentences};

sentences! {
    begins(name, post, from): "{name}自 {from} 起任“{post}”。", "{name} is \"{post}\" from {from} on.";
    begins_until(name, post, from, until): "{name}自 {from} 至 {until} 任“{post}”，到期自动结束。", "{name} is \"{post}\" from {from} until {until}, when it ends by itself.";
    stands_in(name, absent, post, from, until): "{name}自 {from} 至 {until} 代理{absent}的“{post}”，到期自动结束。", "{name} stands in for {absent} as \"{post}\" from {from} until {until}, when it ends by itself.";
    hands_of(name, absent): "代理时{name}不能审核{absent}经手的填报；{name}代填的，{absent}以后也不能审核。", "Standing in, {name} cannot decide on what went through the hands of {absent}, nor {absent} later on what {name} reports meanwhile.";
    ends(name, post, last): "{name}的“{post}”任到 {last} 为止。", "{name} is \"{post}\" until {last}.";
    goes_on(name, post): "{name}的“{post}”继续，不设结束日期。", "{name} stays \"{post}\" with no last day.";
    deputy_ends(name, absent, last): "{name}代理{absent}，到 {last} 为止。", "{name} stands in for {absent} until {last}.";
    never_begins(name, post, from): "{name}原定 {from} 起的“{post}”不再开始。", "{name} was to be \"{post}\" from {from} on, and will not be.";
    shut_now(name): "{name}立即退出登录，此后不能登录；以往填报和审核的署名不变。", "{name} is signed out at once and cannot sign in again; what was signed stays as it is.";
    vacant(from, unit, duty, targets): "{from} 起{unit}无人“{duty}”，涉及 {targets} 个目标。", "From {from} on nobody is {duty} of {unit}; {targets} targets depend on it.";
    vacant_nowhere(from, duty): "{from} 起全系统无人“{duty}”。", "From {from} on nobody at all is {duty}.";
    vacant_until(vacant, until): "{vacant}空缺到 {until}。", "{vacant} That lasts until {until}.";
    filled(unit, duty): "{unit}的“{duty}”不再空缺。", "{unit} lacks no {duty} any more.";
    filled_nowhere(duty): "“{duty}”不再空缺。", "There is no lack of {duty} any more.";
}

/// What a decision comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What happens.
    pub lines: Vec<String>,
    /// What then has nobody to see to it.
    pub warnings: Vec<String>,
}

/// What a decision of whoever reads `people` comes to, or why it cannot be made.
pub fn outcome(lang: Lang, people: &People, decision: &Decision) -> Result<Outcome, NotPossible> {
    decision.may_be_made_by(&people.hands)?;
    let before = people.roster();
    let moves = decision.foreseen(&before, people.today)?;
    let after = before.after(&moves);
    let told = Told {
        lang,
        people,
        before: &before,
        after: &after,
    };
    let mut outcome = Outcome {
        lines: moves.iter().flat_map(|step| told.step(step)).collect(),
        warnings: Vec::new(),
    };
    if let Decision::Leave { account } = decision {
        outcome.lines.push(shut_now(lang, &told.name(account)));
    }
    for (plan, id, needs) in people.needed() {
        let (was, is) = (before.holding_in(Some(id)), after.holding_in(Some(id)));
        let of_plan = |text: String| match plan {
            Some(plan) => desk::of_plan(lang, &lang.of(&plan.title), &text),
            None => text,
        };
        let vacant = newly_vacant(needs, &was, &is, people.today);
        let warnings = vacant.iter().map(|gap| of_plan(told.gap(plan, gap)));
        outcome.warnings.extend(warnings);
        let provided = newly_vacant(needs, &is, &was, people.today);
        let lines = provided.iter().map(|gap| of_plan(told.provided(plan, gap)));
        outcome.lines.extend(lines);
    }
    Ok(outcome)
}

struct Told<'a> {
    lang: Lang,
    people: &'a People,
    before: &'a Roster,
    after: &'a Roster,
}

impl Told<'_> {
    fn name(&self, account: &AccountId) -> String {
        called(self.lang, self.people, account)
    }

    /// A post by unit, title and duties: 武汉市 · 科长（填报）.
    fn post(&self, post: &Post) -> String {
        let unit = self.people.unit_of(post);
        let name = unit.map_or_else(|| post.unit.to_string(), |unit| post_name(self.lang, unit, &post.title));
        let mut duties = duties(self.lang, &post.duties);
        if let Some(plan) = self.people.plan_of(post) {
            duties = format!("{duties}{}{}", self.lang.pick("，", ", "), self.lang.of(&plan.title));
        }
        match self.lang {
            Lang::Zh => format!("{name}（{duties}）"),
            Lang::En => format!("{name} ({duties})"),
        }
    }

    fn step(&self, step: &Move) -> Vec<String> {
        match step {
            Move::Open(post) => self.begins(post),
            Move::End { post, tenure } => self.ends(post, tenure).into_iter().collect(),
            Move::Withdraw { post } => {
                let post = self.before.get(post);
                let told = |post: &Post| {
                    never_begins(
                        self.lang,
                        &self.name(&post.account),
                        &self.post(post),
                        &day(post.from()),
                    )
                };
                post.map(told).into_iter().collect()
            }
        }
    }

    fn begins(&self, post: &Post) -> Vec<String> {
        let (lang, name, called) = (self.lang, self.name(&post.account), self.post(post));
        let from = day(post.from());
        match (&post.tenure, post.until().map(day)) {
            (Tenure::Deputy { of, .. }, Some(until)) => {
                let absent = self.name(&of.account);
                vec![
                    stands_in(lang, &name, &absent, &called, &from, &until),
                    hands_of(lang, &name, &absent),
                ]
            }
            (_, Some(until)) => vec![begins_until(lang, &name, &called, &from, &until)],
            (_, None) => vec![begins(lang, &name, &called, &from)],
        }
    }

    fn ends(&self, id: &PostId, tenure: &Tenure) -> Option<String> {
        let post = self.after.get(id)?;
        let (lang, name) = (self.lang, self.name(&post.account));
        Some(match (tenure, post.until().map(day)) {
            (Tenure::Deputy { of, .. }, Some(last)) => deputy_ends(lang, &name, &self.name(&of.account), &last),
            (_, Some(last)) => ends(lang, &name, &self.post(post), &last),
            (_, None) => goes_on(lang, &name, &self.post(post)),
        })
    }

    fn unit(&self, plan: Option<&PlanOfPosts>, gap: &Vacancy) -> Option<String> {
        let id = gap.need.unit.as_ref()?;
        let unit = self.people.unit_in(plan.map(|plan| &plan.id), id);
        let unit = unit.map(|unit| self.lang.unit(unit).to_owned());
        Some(unit.unwrap_or_else(|| id.to_string()))
    }

    fn gap(&self, plan: Option<&PlanOfPosts>, gap: &Vacancy) -> String {
        let (lang, duty, from) = (self.lang, names::duty(self.lang, gap.need.duty), day(gap.from));
        let vacant = match self.unit(plan, gap) {
            Some(unit) => vacant(lang, &from, &unit, &duty, &gap.need.targets),
            None => vacant_nowhere(lang, &from, &duty),
        };
        match gap.until {
            Some(until) => vacant_until(lang, &vacant, &day(until)),
            None => vacant,
        }
    }

    fn provided(&self, plan: Option<&PlanOfPosts>, gap: &Vacancy) -> String {
        let duty = names::duty(self.lang, gap.need.duty);
        match self.unit(plan, gap) {
            Some(unit) => filled(self.lang, &unit, &duty),
            None => filled_nowhere(self.lang, &duty),
        }
    }
}
