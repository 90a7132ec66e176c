//! The rights that the roles in the template grant. A test compares them with those that the functions have used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use local::Calls;
use local::calls::Access;
use local::template::Document;
use serde_json::Value;

/// The functions of a template, and what their roles allow.
#[derive(Debug)]
pub struct Rights {
    functions: BTreeSet<String>,
    granted: BTreeSet<Access>,
}

impl Rights {
    /// The rights in the template of the system.
    ///
    /// # Panics
    /// The template is broken, or a role has something that this comparison does not know.
    #[must_use]
    pub fn of_the_template() -> &'static Self {
        static RIGHTS: LazyLock<Rights> = LazyLock::new(read);
        &RIGHTS
    }

    /// What the functions did although no role allows it.
    #[must_use]
    pub fn missing(&self, calls: &Calls) -> BTreeSet<Access> {
        &self.used(calls) - &self.granted
    }

    /// What the roles allow although no function did it.
    #[must_use]
    pub fn unused(&self, calls: &Calls) -> BTreeSet<Access> {
        &self.granted - &self.used(calls)
    }

    /// The partitions that a function may reach, in the form of the condition `dynamodb:LeadingKeys`; `None` stands for
    /// all of them.
    pub fn partitions(&self, function: &str) -> BTreeSet<Option<&str>> {
        let of_function = self.granted.iter().filter(|access| access.function == function);
        of_function.map(|access| access.leading_key.as_deref()).collect()
    }

    /// The rights that the functions have used. Calls by others, such as a test, need no role.
    fn used(&self, calls: &Calls) -> BTreeSet<Access> {
        let accesses = calls.accesses.keys().filter(|access| self.functions.contains(&access.function));
        accesses.map(|access| self.in_terms_of_the_roles(access)).collect()
    }

    /// A right for all partitions covers each of them.
    fn in_terms_of_the_roles(&self, access: &Access) -> Access {
        let everywhere = Access { leading_key: None, ..access.clone() };
        if self.granted.contains(&everywhere) { everywhere } else { access.clone() }
    }
}

fn read() -> Rights {
    let document = Document::read(&crate::template()).unwrap();
    let parameters = document.parameters(0, None, &BTreeMap::new()).unwrap();
    let functions = document.evaluate(&parameters).unwrap().functions.into_keys().collect::<BTreeSet<_>>();
    let resource = |id: &str| document.resource(id, &parameters).unwrap()["Properties"].take();
    let role = |function: &String| {
        let arn = &resource(function)["Role"];
        resource(arn.as_str().and_then(|arn| arn.strip_suffix(".Arn")).expect("a role of its own"))
    };
    let granted = functions.iter().flat_map(|function| statements(function, &role(function))).collect();
    Rights { functions, granted }
}

fn statements(function: &str, role: &Value) -> Vec<Access> {
    let policies = role["Policies"].as_array().into_iter().flatten();
    let statements = policies.flat_map(|policy| listed(&policy["PolicyDocument"]["Statement"]));
    statements.flat_map(|statement| accesses(function, statement)).collect()
}

/// Every combination of a statement's actions, resources and leading keys.
fn accesses(function: &str, statement: &Value) -> Vec<Access> {
    assert_eq!(statement["Effect"], "Allow", "{statement}");
    let mut found = Vec::new();
    for action in listed(&statement["Action"]).iter().map(text) {
        // Lambda itself writes the logs, with the function's role.
        if action.starts_with("logs:") {
            continue;
        }
        for resource in listed(&statement["Resource"]).iter().map(text) {
            for leading_key in leading_keys(&statement["Condition"]) {
                let (function, action, resource) = (function.to_owned(), action.clone(), resource.clone());
                found.push(Access { function, action, resource, leading_key });
            }
        }
    }
    found
}

/// The partitions of a condition. A statement without a condition is about all of them.
fn leading_keys(condition: &Value) -> Vec<Option<String>> {
    let Some(operators) = condition.as_object() else { return vec![None] };
    let mut keys = Vec::new();
    for (operator, condition) in operators {
        assert_eq!(condition.as_object().unwrap().keys().collect::<Vec<_>>(), ["dynamodb:LeadingKeys"]);
        for key in listed(&condition["dynamodb:LeadingKeys"]).iter().map(text) {
            let fits = match operator.as_str() {
                "ForAllValues:StringEquals" => !key.contains('*'),
                "ForAllValues:StringLike" => true,
                _ => false,
            };
            assert!(fits, "{operator} of {key} is not known here");
            keys.push(Some(key));
        }
    }
    keys
}

/// IAM also accepts a single value where it expects a list.
fn listed(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text")).to_owned()
}
