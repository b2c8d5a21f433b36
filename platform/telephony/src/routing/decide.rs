//! Where a connection goes: facts and a tenant's table in, a verdict and its reasons out. Pure (PBX-20, 26, 90).

use std::sync::Arc;

use kernel::id::{EndpointId, RouteId, TrunkId};
use kernel::{Cause, PhoneNumber};
use switch::{Decision, Reason};

use super::table::{Endpoint, Route, Table};
use crate::outbound_routes::Class;
use crate::trunks::Dialling;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// An endpoint of the tenant.
    Endpoint(EndpointId),
    /// A trunk.
    Trunk(TrunkId),
}

/// Why the question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A new call.
    Call,
    /// A transfer on behalf of `from`.
    Transfer,
    /// A failed transfer comes back.
    Return,
}

/// A question.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// On whose behalf.
    pub from: From,
    /// What was dialled.
    pub dialled: &'a str,
    /// The caller's number as signalled.
    pub caller_number: &'a str,
    /// The caller's name as signalled.
    pub caller_name: Option<&'a str>,
    /// Why.
    pub why: Why,
}

/// What the called party is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Extension or complete number; empty when unknown.
    pub number: Arc<str>,
    /// Name.
    pub name: Option<Arc<str>>,
    /// Not to be shown.
    pub withheld: bool,
}

/// One trunk to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Which trunk.
    pub trunk: TrunkId,
    /// The number in the form that the route makes.
    pub number: String,
    /// What the carrier is told.
    pub shown: Shown,
    /// The route, unless the call needs none.
    pub route: Option<RouteId>,
    /// How long it may ring.
    pub ring_secs: u16,
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Ring an endpoint.
    Ring {
        /// Which.
        endpoint: Arc<Endpoint>,
        /// The number under which it was reached.
        number: Arc<str>,
        /// What it is shown.
        shown: Shown,
    },
    /// Go out over these trunks, one after the other.
    Out {
        /// The attempts, at least one.
        hops: Vec<Hop>,
        /// The number for the record.
        number: Arc<str>,
        /// An emergency call.
        emergency: bool,
    },
    /// Not to be connected.
    Refuse {
        /// SIP status.
        status: u16,
        /// Cause.
        cause: Cause,
        /// Why.
        why: Reason,
    },
}

/// Tells whether a trunk can carry calls now.
pub type IsUp<'a> = &'a dyn Fn(TrunkId) -> bool;

/// Decides.
pub fn decide(table: &Table, question: &Question<'_>, is_up: IsUp<'_>) -> (Verdict, Vec<Decision>) {
    let dialled = typed_digits(question.dialled);
    let mut case = Case { table, question, dialled, is_up, steps: Vec::new() };
    let verdict = case.verdict();
    (verdict, case.steps)
}

/// What people write between digits is dropped, and so are parameters of the user part (RFC 3966).
pub fn typed_digits(dialled: &str) -> String {
    let user = dialled.split(';').next().unwrap_or_default();
    user.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/')).collect()
}

const fn refuse(status: u16, cause: Cause, why: Reason) -> Verdict {
    Verdict::Refuse { status, cause, why }
}

struct Case<'a> {
    table: &'a Table,
    question: &'a Question<'a>,
    dialled: String,
    is_up: IsUp<'a>,
    steps: Vec<Decision>,
}

impl Case<'_> {
    fn say(&mut self, decision: Decision) {
        self.steps.push(decision);
    }

    fn verdict(&mut self) -> Verdict {
        if self.may_leave() && self.table.is_emergency(&self.dialled) {
            return self.emergency();
        }
        if self.table.suspended {
            return refuse(403, Cause::NOT_SUBSCRIBED, Reason::Suspended);
        }
        if let Some(verdict) = self.inside() {
            return verdict;
        }
        if self.may_leave() {
            return self.outside();
        }
        refuse(404, Cause::UNALLOCATED, Reason::NobodyHere)
    }

    /// What the caller may dial: a trunk of another tenant (operator, reseller) reaches public numbers alone.
    fn dialling(&self) -> Dialling {
        match self.question.from {
            From::Endpoint(_) => Dialling::Transit,
            From::Trunk(trunk) => self.table.trunks.get(&trunk).map_or(Dialling::Numbers, |t| t.dialling),
        }
    }

    fn may_leave(&self) -> bool {
        self.dialling() >= Dialling::Transit
    }

    fn class(&self) -> Class {
        match self.question.from {
            From::Endpoint(id) => self.table.endpoints.get(&id).map_or(Class::Internal, |e| e.class),
            From::Trunk(id) => self.table.trunks.get(&id).map_or(Class::Internal, |t| t.class),
        }
    }

    fn inside(&mut self) -> Option<Verdict> {
        if self.dialling() >= Dialling::Extensions
            && let Some(endpoint) = self.table.extension(&self.dialled).cloned()
        {
            let found = Decision::new(Reason::ExtensionFound).with("dialled", &self.dialled);
            self.say(found.with("user", &endpoint.terminal_user));
            let number = self.dialled.as_str().into();
            return Some(self.ring(endpoint, number));
        }
        let (digits, endpoint) = self.table.public_number(&self.dialled)?;
        let number: Arc<str> = format!("+{digits}").into();
        let Some(endpoint) = endpoint.and_then(|id| self.table.endpoints.get(&id)).cloned() else {
            self.say(Decision::new(Reason::NumberNowhere).with("number", &number));
            return Some(refuse(404, Cause::UNALLOCATED, Reason::Unassigned));
        };
        self.say(
            Decision::new(Reason::NumberLeads).with("number", &number).with("user", &endpoint.terminal_user),
        );
        Some(self.ring(endpoint, number))
    }

    fn ring(&mut self, endpoint: Arc<Endpoint>, number: Arc<str>) -> Verdict {
        if endpoint.do_not_disturb && self.question.why != Why::Return {
            return refuse(486, Cause::USER_BUSY, Reason::DoNotDisturb);
        }
        let shown = self.shown_inside();
        Verdict::Ring { endpoint, number, shown }
    }

    fn caller(&self) -> Option<&Endpoint> {
        match self.question.from {
            From::Endpoint(id) if self.question.why == Why::Call => {
                self.table.endpoints.get(&id).map(|e| &**e)
            }
            _ => None,
        }
    }

    fn shown_inside(&self) -> Shown {
        match self.caller() {
            Some(caller) => Shown {
                number: caller.number.clone().unwrap_or_else(|| caller.terminal_user.clone()),
                name: caller.name.clone(),
                withheld: caller.withheld,
            },
            None => self.signalled(),
        }
    }

    /// The identity as signalled, completed by the tenant's country.
    fn signalled(&self) -> Shown {
        let number = self.question.caller_number;
        let anonymous = number.is_empty() || number.eq_ignore_ascii_case("anonymous");
        let is_internal = self.table.extensions.contains_key(number);
        let complete = if is_internal { None } else { self.table.normalise(number) };
        Shown {
            number: match complete {
                _ if anonymous => "".into(),
                Some(complete) => complete.as_str().into(),
                None => number.into(),
            },
            name: self.question.caller_name.filter(|name| !anonymous && !name.is_empty()).map(Into::into),
            withheld: anonymous,
        }
    }

    /// What a carrier is told. A withheld caller is still told, marked as private (RFC 3325).
    fn shown_outside(&self) -> Shown {
        match self.caller() {
            Some(caller) => Shown {
                number: caller
                    .caller_number
                    .clone()
                    .or_else(|| self.table.main_number.clone())
                    .or_else(|| caller.number.clone())
                    .unwrap_or_else(|| caller.terminal_user.clone()),
                name: caller.name.clone(),
                withheld: caller.withheld,
            },
            None => {
                let shown = self.signalled();
                let is_internal = self.table.extensions.contains_key(&shown.number);
                let number = self.table.main_number.clone().filter(|_| is_internal);
                Shown { number: number.unwrap_or(shown.number), ..shown }
            }
        }
    }

    fn emergency(&mut self) -> Verdict {
        let dialled = self.dialled.clone();
        self.say(Decision::new(Reason::EmergencyNumber).with("dialled", &dialled));
        if let Some(address) = self.caller().and_then(|caller| caller.emergency_address.clone()) {
            self.say(Decision::new(Reason::EmergencyAddress).with("address", address));
        }
        let routed = self.table.routes.iter().find_map(|route| Some((route, route.matched(&dialled, None)?)));
        let mut hops = match routed {
            Some((route, number)) => self.hops(route, &number),
            None => Vec::new(),
        };
        // Whatever trunk there is beats none.
        let mut others: Vec<TrunkId> = self.table.trunks.keys().copied().collect();
        others.sort_unstable();
        others.retain(|trunk| hops.iter().all(|hop| hop.trunk != *trunk));
        let others: Vec<Hop> =
            self.up_first(others).into_iter().filter_map(|t| self.hop(t, dialled.clone(), None)).collect();
        hops.extend(others);
        for hop in &mut hops {
            hop.shown.withheld = false;
        }
        if hops.is_empty() {
            return refuse(503, Cause::NO_CIRCUIT, Reason::NoEmergencyTrunk);
        }
        Verdict::Out { hops, number: dialled.into(), emergency: true }
    }

    fn outside(&mut self) -> Verdict {
        let complete = self.table.normalise(&self.dialled);
        let routed = self
            .table
            .routes
            .iter()
            .find_map(|route| Some((route, route.matched(&self.dialled, complete.as_ref())?)));
        let Some((route, number)) = routed else {
            return refuse(404, Cause::UNALLOCATED, Reason::NoRoute);
        };
        let needed = route.class.unwrap_or_else(|| self.class_of(complete.as_ref()));
        let (has, route_name) = (self.class(), route.name.clone());
        let takes = Decision::new(Reason::RouteTakes).with("route", route_name);
        self.say(takes.with("number", &number).with("class", needed));
        if has < needed {
            self.say(Decision::new(Reason::ClassLacking).with("class", has));
            return refuse(403, Cause::NOT_SUBSCRIBED, Reason::ClassRefused);
        }
        let hops = self.hops(route, &number);
        if hops.is_empty() {
            return refuse(503, Cause::NO_CIRCUIT, Reason::NoTrunk);
        }
        let number = complete.map_or_else(|| self.dialled.as_str().into(), |n| n.as_str().into());
        Verdict::Out { hops, number, emergency: false }
    }

    /// A number outside the plan of the country is taken for national: the route says more where it matters.
    fn class_of(&self, complete: Option<&PhoneNumber>) -> Class {
        match (complete, self.table.plan) {
            (Some(number), Some(plan)) => Class::of(number, plan.code),
            (Some(_), None) => Class::International,
            (None, _) => Class::National,
        }
    }

    fn hops(&mut self, route: &Route, number: &str) -> Vec<Hop> {
        let order = self.up_first(route.trunks.to_vec());
        let hops: Vec<Hop> = order
            .into_iter()
            .filter_map(|trunk| self.hop(trunk, number.to_owned(), Some(route.id)))
            .collect();
        let names: Vec<&str> =
            hops.iter().filter_map(|hop| Some(&*self.table.trunks.get(&hop.trunk)?.name)).collect();
        let order = Decision::new(Reason::TrunksOrder).with("trunks", names.join(", "));
        self.say(order);
        hops
    }

    /// Trunks that are down go last: their state may be old, and they are better than nothing.
    fn up_first(&mut self, trunks: Vec<TrunkId>) -> Vec<TrunkId> {
        let (mut up, down): (Vec<TrunkId>, Vec<TrunkId>) = trunks.into_iter().partition(|t| (self.is_up)(*t));
        for trunk in &down {
            let name = self.table.trunks.get(trunk).map_or("", |facts| &facts.name);
            let down = Decision::new(Reason::TrunkDown).with("trunk", name);
            self.steps.push(down);
        }
        up.extend(down);
        up
    }

    fn hop(&self, trunk: TrunkId, number: String, route: Option<RouteId>) -> Option<Hop> {
        let facts = self.table.trunks.get(&trunk).filter(|facts| facts.has_gateway)?;
        let mut shown = self.shown_outside();
        if let Some(fixed) = &facts.caller_number {
            shown.number = fixed.clone();
        }
        Some(Hop { trunk, number, shown, route, ring_secs: facts.ring_secs })
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
