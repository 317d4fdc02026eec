//! Sentences → what each number in them counts: the phrases nearest to it in its clause, lists with 分别, lists whose
//! heads stand before, words on scope and on other years.

use super::implied::{self, Implied};
use super::numeral::{Numeral, Unit};
use super::quantity::{Quantity, Sight, quantity};
use super::sentence::Sentence;
use super::token::{Phrase, Token, tokens};
use super::vocabulary::{Meaning, Role, Vocabulary};
use crate::number::Number;
use std::collections::BTreeMap;

/// A number of a sentence, and what it counts.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// The sentence, by its place.
    pub(super) sentence: usize,
    pub(super) numeral: Numeral,
    pub(super) quantity: Option<Quantity>,
    /// How many 其中 stand before it in its sentence.
    pub(super) depth: usize,
}

/// What is known of the report whose words are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) year: u16,
    /// Whether its tables count a whole district rather than one office.
    pub(super) is_of_district: bool,
}

/// What the sentences before in the paragraph have said.
#[derive(Default)]
pub(super) struct Context<'v> {
    paragraph: usize,
    pub(super) topic: bool,
    /// Whether a figure of requests was told, without saying that they were for disclosure.
    pub(super) is_on_requests: bool,
    pub(super) head: Option<&'v Meaning>,
    pub(super) case: Option<Phrase<'v>>,
    pub(super) change: Option<&'v Meaning>,
    /// 规章 or 规范性文件, whichever was named last.
    pub(super) subject: Option<Phrase<'v>>,
    /// Whether it was told in the sentence how many requests were received.
    is_received: bool,
    /// The quantity told last in the sentence.
    pub(super) last: Option<Quantity>,
    scope: Option<Role>,
}

impl Reader<'_> {
    /// All numbers of some sentences.
    pub(super) fn bind(&self, sentences: &[Sentence]) -> Vec<Bound> {
        let mut context = Context::default();
        let mut found = Vec::new();
        for (place, sentence) in sentences.iter().enumerate() {
            if context.paragraph != sentence.paragraph {
                // What a section is about holds for its paragraphs; what a paragraph spoke of does not.
                context = Context { paragraph: sentence.paragraph, topic: sentence.on_requests, ..Context::default() };
            }
            if sentence.text.iter().any(char::is_ascii_digit) || sentence.text.contains(&'件') {
                let tokens = tokens(sentence, self.vocabulary);
                (context.last, context.change, context.is_received) = (None, None, false);
                Clause::new(self, sentence, &tokens, &mut context).read(place, &mut found);
            } else if sentence.whole().contains("公开申请") {
                context.topic = true;
            }
        }
        found
    }
}

/// The reading of one sentence, token by token.
struct Clause<'a, 'v> {
    reader: &'a Reader<'v>,
    sentence: &'a Sentence,
    tokens: &'a [Token<'v>],
    context: &'a mut Context<'v>,
    /// The phrases since the last mark or number.
    near: Vec<Phrase<'v>>,
    /// Those before the last mark that no number has taken.
    pending: Vec<Phrase<'v>>,
    /// Those before brackets that are open.
    open: Vec<(Vec<Phrase<'v>>, usize)>,
    /// Whether a number stands before them in their clause.
    is_after_number: bool,
    last_mark: char,
    unrelated: bool,
    /// The year that was named last, where it is not the report's.
    other_year: Option<Number>,
    /// How many numbers were read.
    numbers: usize,
    /// What 分别 gives to the numbers after it.
    listed: BTreeMap<usize, Phrase<'v>>,
}

impl<'a, 'v> Clause<'a, 'v> {
    fn new(reader: &'a Reader<'v>, sentence: &'a Sentence, tokens: &'a [Token<'v>], context: &'a mut Context<'v>) -> Self {
        Self {
            reader,
            sentence,
            tokens,
            context,
            near: Vec::new(),
            pending: Vec::new(),
            open: Vec::new(),
            is_after_number: false,
            last_mark: '。',
            unrelated: false,
            other_year: None,
            numbers: 0,
            listed: BTreeMap::new(),
        }
    }

    fn read(mut self, place: usize, found: &mut Vec<Bound>) {
        let among = self.sentence.occurrences(['其', '中']);
        for (at, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Phrase(phrase) => self.phrase(at, phrase),
                Token::Mark(mark) => self.mark(*mark),
                Token::Number(numeral) => {
                    // 因2023年的申请引发的复议 is of this year.
                    if numeral.unit == Unit::Year && !implied::ends_with(&self.sentence.text[..numeral.range.start], &["因", "对", "由"]) {
                        self.other_year = Some(numeral.value).filter(|year| *year != u32::from(self.reader.year).into());
                    }
                    let depth = among.iter().filter(|among| **among < numeral.range.start).count();
                    let quantity = self.number(at, numeral, depth > 0);
                    self.context.last = quantity.clone().or(self.context.last.take());
                    self.numbers += 1;
                    found.push(Bound { sentence: place, numeral: numeral.clone(), quantity, depth });
                }
            }
        }
    }

    fn phrase(&mut self, at: usize, phrase: &Phrase<'v>) {
        match phrase.role() {
            Role::Topic => self.context.topic |= phrase.is_firm_topic(),
            Role::Intake | Role::Handled => self.context.head = Some(phrase.meaning),
            Role::Case => self.context.case = Some(phrase.clone()),
            Role::Change => self.context.change = Some(phrase.meaning),
            Role::Subject => self.context.subject = Some(phrase.clone()),
            Role::Narrow | Role::Wide => self.context.scope = Some(phrase.role()),
            Role::Unrelated => self.unrelated = true,
            Role::List => self.list(at),
            Role::Outcome | Role::Carry | Role::Applicant | Role::Result | Role::Amount | Role::Foreign | Role::Past => {}
        }
        self.near.push(phrase.clone());
    }

    /// Gives the numbers after 分别 what stands before it, each its own.
    fn list(&mut self, at: usize) {
        let is_name = |phrase: &&Phrase<'v>| {
            matches!(phrase.role(), Role::Outcome | Role::Carry | Role::Case | Role::Result | Role::Applicant | Role::Intake | Role::Handled | Role::Amount)
        };
        let mut names: Vec<Phrase<'v>> = self.pending.iter().chain(&self.near).filter(is_name).cloned().collect();
        if let [both] = names.as_slice()
            && both.meaning.key == "disputes"
        {
            let one = |key| self.reader.vocabulary.meaning(key).map(|meaning| Phrase { meaning, ..both.clone() });
            names = ["review", "litigation"].into_iter().filter_map(one).collect();
        }
        let ahead = self.tokens.iter().enumerate().skip(at + 1).take_while(|(_, token)| match token {
            Token::Phrase(phrase) => phrase.role() == Role::Topic,
            Token::Number(_) => true,
            Token::Mark(mark) => *mark != '；',
        });
        let numbers: Vec<usize> = ahead.filter(|(_, token)| matches!(token, Token::Number(_))).map(|(at, _)| at).collect();
        if numbers.len() == names.len() && names.len() > 1 {
            self.listed = numbers.into_iter().zip(names).collect();
        }
    }

    fn mark(&mut self, mark: char) {
        match mark {
            '（' => {
                self.open.push((std::mem::take(&mut self.near), self.numbers));
                self.pending.clear();
            }
            '）' => {
                let inner: Vec<Phrase<'v>> = self.pending.drain(..).chain(std::mem::take(&mut self.near)).collect();
                let (mut near, numbers) = self.open.pop().unwrap_or_default();
                // 予以公开（含部分公开）12件, 不予公开（属于国家秘密）2件.
                if numbers == self.numbers && implied::is_list_of_outcomes(&inner, &near) {
                    near.extend(inner);
                }
                self.near = near;
                self.is_after_number = false;
            }
            '；' | '。' => {
                self.near.clear();
                self.pending.clear();
            }
            _ => {
                let near = std::mem::take(&mut self.near);
                if self.is_after_number {
                    self.pending.clear();
                } else if mark == '、' && self.last_mark == '、' || self.pending.is_empty() {
                    self.pending.extend(near);
                } else if !near.is_empty() {
                    self.pending = if mark == '、' { self.pending.drain(..).chain(near).collect() } else { near };
                }
            }
        }
        self.is_after_number &= mark == '（';
        self.last_mark = mark;
    }

    fn number(&mut self, at: usize, numeral: &Numeral, is_part: bool) -> Option<Quantity> {
        let is_counted = match numeral.unit {
            Unit::Case(_) => true,
            Unit::Bare => self.near.last().is_some_and(|phrase| phrase.range.end == numeral.range.start),
            // 规章3部, 行政许可28个.
            Unit::Other('个' | '部') => {
                self.near.last().is_some_and(|phrase| matches!(phrase.role(), Role::Subject | Role::Amount) && phrase.range.end == numeral.range.start)
            }
            Unit::Money => self.near.iter().any(|phrase| phrase.role() == Role::Amount),
            Unit::Other(_) | Unit::Percent | Unit::Year | Unit::Name => return None,
        };
        let after = self.after(at);
        let near = std::mem::take(&mut self.near);
        let pending = std::mem::take(&mut self.pending);
        let is_after_number = std::mem::replace(&mut self.is_after_number, true);
        // 办好每一件申请 counts nothing.
        let is_idiom = numeral.is_one && self.sentence.text.get(numeral.end).is_some_and(|next| !"，；。、）".contains(*next));
        if !is_counted || is_idiom || implied::is_difference(&self.sentence.text[..numeral.range.start]) {
            return None;
        }
        let begin = near.last().map_or(numeral.range.start, |phrase| phrase.range.end.min(numeral.range.start));
        let sight = Sight {
            context: self.context,
            vocabulary: self.reader.vocabulary,
            after: &after,
            is_followed: self.sentence.text.get(numeral.end).is_some_and(|next| !"，,、；：（）。均全已并都皆含其和及与且按依未待后中左以".contains(*next)),
            gap: &self.sentence.text[begin..numeral.range.start],
            is_part,
            is_on_disclosure: self.context.topic || self.sentence.on_requests || self.sentence.mentions(&["信息公开", "依申请公开"]),
            unrelated: self.unrelated,
        };
        let listed = self.listed.get(&at).map(|phrase| quantity(std::slice::from_ref(phrase), &sight, false));
        let found = match listed {
            Some(found) => found,
            None => {
                let all: Vec<Phrase<'v>> = if self.last_mark == '、' && implied::is_list_of_outcomes(&pending, &near) {
                    pending.iter().chain(&near).cloned().collect()
                } else {
                    near.clone()
                };
                let by_near = quantity(&all, &sight, false);
                let before = &self.sentence.text[..numeral.range.start];
                let is_filler = near.is_empty() && !is_after_number && implied::is_filler(before);
                let is_blocked = near.iter().any(|phrase| phrase.role() == Role::Foreign);
                let implied = Implied { context: self.context, vocabulary: self.reader.vocabulary, numeral, before };
                by_near
                    .or_else(|| implied.last_again(&near, sight.gap))
                    .or_else(|| if near.is_empty() { implied.rest().or_else(|| implied.received(&after)) } else { None })
                    .or_else(|| if is_filler && after.is_empty() { quantity(&pending, &sight, false) } else { None })
                    .or_else(|| if near.is_empty() { implied.sum() } else { None })
                    .or_else(|| if is_blocked || numeral.unit == Unit::Bare { None } else { quantity(&after, &sight, true) })
            }
        }?;
        self.context.is_on_requests |= matches!(found.role, Role::Intake | Role::Handled | Role::Outcome | Role::Carry);
        Some(self.qualified(found, numeral, &near))
    }

    /// A quantity with its year, and sure only where year and scope are those of the tables.
    fn qualified(&mut self, mut found: Quantity, numeral: &Numeral, near: &[Phrase<'v>]) -> Quantity {
        let last_year: Number = u32::from(self.reader.year.saturating_sub(1)).into();
        let is_past = near.iter().any(|phrase| phrase.role() == Role::Past);
        let names_last_year = |phrase: &Phrase<'_>| ["上年", "上一年", "去年"].iter().any(|word| phrase.words.starts_with(word));
        found.past = self.other_year.is_some() || is_past;
        found.is_of_last_year = self.other_year.map_or(is_past && near.iter().any(names_last_year), |year| year == last_year && !is_past);
        let is_scope_other = match self.context.scope {
            Some(Role::Narrow) => self.reader.is_of_district,
            Some(Role::Wide) => !self.reader.is_of_district,
            _ => false,
        };
        // 收到57件，撤回39件，受理18件: the second is of the first.
        found.is_sure &= found.past || !(self.context.is_received && found.key == "accepted");
        self.context.is_received |= found.role == Role::Intake;
        found.is_of_last_year = found.is_of_last_year && !self.sentence.mentions(&["累计", "以来", "截至", "截止", "至今", "期间", "月"]);
        found.is_sure &= (!found.past || found.is_of_last_year) && !is_scope_other && !numeral.is_one;
        found
    }

    /// The phrases between a number and the next mark, unless another number stands there.
    fn after(&self, at: usize) -> Vec<Phrase<'v>> {
        let mut found = Vec::new();
        for token in &self.tokens[at + 1..] {
            match token {
                Token::Phrase(phrase) => found.push(phrase.clone()),
                Token::Number(_) => return Vec::new(),
                Token::Mark(_) => break,
            }
        }
        found
    }
}
