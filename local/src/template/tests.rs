//! How a template is evaluated, and the error messages of a broken one.

use super::*;
use serde_json::json;

/// A complete template. A test replaces a part of it.
const TEMPLATE: &str = r#"
Parameters:
  Greeting: { Type: String, Default: hello }
  Open: { Type: String }
  Size: { Type: Number, Default: 5 }
Mappings:
  Sizes: { small: { seconds: 7 } }
Conditions:
  IsLoud: !And [!Condition IsHello, !Not [!Equals [!Ref Size, "6"]]]
  IsHello: !Equals [!Ref Greeting, hello]
Globals:
  Function: { Timeout: !FindInMap [Sizes, small, seconds], MemorySize: 256, Environment: { Variables: { A: global, B: global } } }
Resources:
  Api:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      StageName: ws
      RouteSelectionExpression: $request.body.action
      Routes:
        $default: { FunctionArn: !GetAtt Message.Arn }
        send: { FunctionArn: !Sub "${Message.Arn}" }
  DefaultResponse:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref Api, RouteId: !Ref ApiDefaultRoute, RouteResponseKey: $default }
  Message:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: message } }
    Properties:
      MemorySize: 512
      Environment:
        Variables:
          B: own
          REF: !Ref Table
          ARN: !GetAtt Table.Arn
          SUB: !Sub ["${Greeting}, ${Who} in ${AWS::Region} ${!Kept}", { Who: !Select [1, !Split [",", "a,b"]] }]
          IF: !If [IsLoud, !Join ["-", [!Ref Size, x]], quiet]
          GONE: !If [IsLoud, !Ref AWS::NoValue, here]
          ELSEWHERE: !Sub https://${Site.DomainName}
  Absent: { Type: AWS::Serverless::Function, Condition: IsAbsent }
  Site: { Type: AWS::S3::Bucket }
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub ${Greeting}-table
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      StreamSpecification: { StreamViewType: NEW_IMAGE }
      TimeToLiveSpecification: { AttributeName: expires, Enabled: true }
"#;

fn read(text: &str) -> Result<Template> {
    let document = document(&text.replace("Conditions:", "Conditions:\n  IsAbsent: !Equals [a, b]"))?;
    document.evaluate(&BTreeMap::new())
}

fn document(text: &str) -> Result<Document> {
    Document::parse(Path::new("template.yaml"), text)
}

/// The error message of the template with `to` in place of `from`.
fn error(from: &str, to: &str) -> String {
    assert!(TEMPLATE.contains(from), "{from}");
    format!("{:#}", read(&TEMPLATE.replace(from, to)).unwrap_err())
}

#[test]
fn a_template_is_read() {
    let template = read(TEMPLATE).unwrap();
    assert_eq!(template.api.stage, "ws");
    assert!(template.api.routes["$default"].two_way);
    assert!(!template.api.routes["send"].two_way);
    assert_eq!(template.api.routes["send"].function, "Message");
    assert_eq!(template.functions.keys().collect::<Vec<_>>(), ["Message"]);
    let function = &template.functions["Message"];
    assert_eq!((function.binary.as_str(), function.timeout.as_secs(), function.memory), ("message", 7, 512));
    let table = &template.tables[0];
    assert_eq!((table.name.as_str(), table.ttl_attribute.as_deref()), ("hello-table", Some("expires")));
    assert_eq!(
        table.create_request["StreamSpecification"],
        json!({"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"})
    );
}

#[test]
fn intrinsics_are_evaluated() {
    let template = read(TEMPLATE).unwrap();
    let expected = [
        ("A", "global"),
        ("ARN", "arn:aws:dynamodb:us-east-1:123456789012:table/hello-table"),
        ("B", "own"),
        ("ELSEWHERE", "https://Site.DomainName"),
        ("IF", "5-x"),
        ("REF", "hello-table"),
        ("SUB", "hello, b in us-east-1 ${Kept}"),
    ];
    let environment = &template.functions["Message"].environment;
    assert_eq!(
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn given_parameters_replace_defaults() {
    let document = document(&TEMPLATE.replace("Condition: IsAbsent", "Condition: IsLoud")).unwrap();
    let given = BTreeMap::from([("Greeting".to_owned(), "hi".to_owned())]);
    let template = document.evaluate(&given).unwrap();
    assert_eq!(template.tables[0].name, "hi-table");
    assert_eq!(template.functions["Message"].environment["IF"], "quiet");
    assert_eq!(template.functions["Message"].environment["GONE"], "here");
    let unknown = BTreeMap::from([("Greetings".to_owned(), "hi".to_owned())]);
    let error = format!("{:#}", document.evaluate(&unknown).unwrap_err());
    assert_eq!(error, "template.yaml cannot be used: it has no parameter Greetings, correct the name");
}

/// The template with an API of CloudFormation's own resources.
fn plain() -> String {
    let (start, rest) = TEMPLATE.split_once("  Api:\n").unwrap();
    let (_, end) = rest.split_once("  Message:\n").unwrap();
    let resources = r#"
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref Api
      StageName: ws
      RouteSettings: { send: { ThrottlingRateLimit: 5 } }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      IntegrationUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Message.Arn}/invocations
  Default:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/${Integration}" }
  DefaultResponse:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref Api, RouteId: !Ref Default, RouteResponseKey: $default }
  Send:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Api, RouteKey: send, Target: !Sub "integrations/${Integration}" }
"#;
    format!("{start}{resources}  Message:\n{end}")
}

#[test]
fn an_api_of_plain_resources_is_the_same_api() {
    let api = read(&plain()).unwrap().api;
    assert_eq!((api.id.as_str(), api.stage.as_str()), ("Api", "ws"));
    let route = |key: &str| (api.routes[key].function.as_str(), api.routes[key].two_way);
    assert_eq!((route("$default"), route("send")), (("Message", true), ("Message", false)));
    assert_eq!(api.routes["send"].throttle, Some(Throttle { rate: 5.0, burst: 5.0 }));
}

#[test]
fn the_error_of_a_broken_plain_api_says_what_to_correct() {
    for (from, to, message) in [
        ("AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::Stages", "one AWS::ApiGatewayV2::Stage is expected"),
        ("${Message.Arn}/invocations", "${Message.Arn}", "write …/functions/${Name.Arn}/invocations"),
        ("${Message.Arn}/invocations", "${Site.Arn}/invocations", "is no AWS::Serverless::Function"),
        ("{ send: { Throttling", "{ sent: { Throttling", "RouteSettings names the route sent"),
        ("integrations/${Integration}", "integration/${Integration}", "write !Sub integrations/"),
    ] {
        assert!(plain().contains(from), "{from}");
        let error = format!("{:#}", read(&plain().replacen(from, to, 1)).unwrap_err());
        assert!(error.contains(message), "{error}");
    }
}

/// The template with these lines in `Metadata.Local`.
fn with_metadata(lines: &str) -> Result<Document> {
    document(&format!("Metadata:\n  Local:\n{lines}{TEMPLATE}"))
}

#[test]
fn metadata_describes_a_local_run() {
    let document = with_metadata(
        "    Data: data/x.sqlite\n    Cache: tools\n    Site: { Trunk: { Version: 0.21.14 } }\n    Parameters: { Greeting: \"hi-${Port}\" }\n",
    )
    .unwrap();
    let site = Some(Site::Trunk(Trunk { version: "0.21.14".into(), profile: "release".into() }));
    let (data, cache) = ("data/x.sqlite".into(), "tools".into());
    let parameters = BTreeMap::from([("Greeting".to_owned(), "hi-${Port}".to_owned())]);
    assert_eq!(document.metadata(), &Metadata { data, cache, site, parameters });
    let none = BTreeMap::new();
    assert_eq!(document.parameters(3000, None, &none).unwrap()["Greeting"], "hi-3000");
    let origins = with_metadata("    Parameters: { Greeting: \"${Origins}\" }\n").unwrap();
    let host = Some("10.0.0.7".parse().unwrap());
    let expected = "http://localhost:3000 http://127.0.0.1:3000 http://10.0.0.7:3000";
    assert_eq!(origins.parameters(3000, host, &none).unwrap()["Greeting"], expected);
    let given = BTreeMap::from([("Greeting".to_owned(), "hello".to_owned())]);
    assert_eq!(document.parameters(3000, None, &given).unwrap(), given);
}

#[test]
fn without_metadata_there_are_defaults() {
    let document = document(TEMPLATE).unwrap();
    assert_eq!(document.metadata(), &Metadata::default());
    assert_eq!(document.metadata().site, None);
}

#[test]
fn the_error_of_wrong_metadata_names_the_key() {
    let error = |lines: &str| {
        let run = with_metadata(lines).and_then(|document| document.parameters(0, None, &BTreeMap::new()));
        format!("{:#}", run.unwrap_err())
    };
    for (lines, message) in [
        ("    Datta: x\n", "Metadata.Local: unknown field `Datta`, expected one of `Data`, `Cache`"),
        ("    Site: { Folders: x }\n", "unknown variant `Folders`, expected `Folder` or `Trunk`"),
        ("    Site: { Trunk: {} }\n", "missing field `Version`"),
        ("    Data: 5\n", "invalid type: integer `5`, expected path string"),
        (
            "    Parameters: { Greeting: \"${Prot}\" }\n",
            "Metadata.Local.Parameters.Greeting: ${Prot} is unknown, only ${Port} and ${Origins} can be used here",
        ),
    ] {
        let error = error(lines);
        assert!(error.starts_with("template.yaml cannot be used: Metadata.Local"), "{error}");
        assert!(error.contains(message), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn the_error_of_a_broken_template_is_one_sentence() {
    let cases = [
        (
            "!GetAtt Message.Arn",
            "!GetAtt Massage.Arn",
            "route $default names the function Massage, which is not in Resources",
        ),
        ("{ FunctionArn: !GetAtt Message.Arn }", "{}", "route $default: FunctionArn is missing"),
        ("!Ref Table", "!Ref Tabel", "environment variable REF: Tabel is neither a parameter nor a resource"),
        ("!Ref Table", "!Ref Open", "parameter Open has no Default"),
        ("!Ref Table", "!ImportValue x", "Fn::ImportValue is not supported here"),
        ("!If [IsLoud, !Join", "!If [IsQuiet, !Join", "condition IsQuiet is unknown"),
        ("Condition IsHello", "Condition IsLoud", "condition IsLoud"),
        ("$request.body.action", "$request.header.x", "write $request.body.NAME"),
        ("RouteResponseKey: $default", "RouteResponseKey: other", "RouteResponseKey must be $default"),
        ("{ BuildProperties: { Binary: message } }", "{}", "Metadata.BuildProperties.Binary is missing"),
        ("MemorySize: 512", "MemorySize: large", "MemorySize must be a whole number, not \"large\""),
        ("AWS::Serverless::WebSocketApi", "AWS::Serverless::HttpApi", "one WebSocket API is expected"),
        ("[Sizes, small, seconds]", "[Sizes, large, seconds]", "Mappings has no large here"),
    ];
    for (from, to, message) in cases {
        let error = error(from, to);
        assert!(error.starts_with("template.yaml cannot be used: "), "{error}");
        assert!(error.contains(message), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
}
