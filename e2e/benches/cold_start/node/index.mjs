// The work of `connect` in JavaScript. While it starts, it creates the clients and reads once from the table. For each
// event it puts a row for the connection. Below is a minimal client of Lambda's Runtime API.

import http from "node:http";
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";

const table = process.env.TABLE;
const dynamodb = new DynamoDBClient();
export const gateway = new ApiGatewayManagementApiClient({
  endpoint: process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI,
});

async function start() {
  const key = { pk: { S: "WARM" }, sk: { S: "WARM" } };
  await dynamodb.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
}

async function connect(event) {
  const id = event.requestContext.connectionId;
  const expires = String(Math.floor(Date.now() / 1000) + 7_500);
  const row = { pk: { S: `CONN#${id}` }, sk: { S: "CONN" }, expires: { N: expires } };
  await dynamodb.send(new PutItemCommand({ TableName: table, Item: row }));
  return { statusCode: 200 };
}

const agent = new http.Agent({ keepAlive: true });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");

function runtime(method, path, body) {
  return new Promise((resolve, reject) => {
    const options = { agent, host, port, method, path: `/2018-06-01/runtime/invocation/${path}` };
    const request = http.request(options, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ id: response.headers["lambda-runtime-aws-request-id"], text });
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function serve() {
  await start();
  for (;;) {
    const { id, text } = await runtime("GET", "next");
    const answer = await connect(JSON.parse(text));
    await runtime("POST", `${id}/response`, JSON.stringify(answer));
  }
}

serve();
