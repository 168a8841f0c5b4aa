// Snippets: the query as it is asked from a command line, a program or a spreadsheet.
const PROLOGUE = /^(?:\s*(?:#[^\n]*|PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>))*\s*/i;

// givesGraph tells whether a query answers with statements.
export function givesGraph(query) {
  return /^(?:CONSTRUCT|DESCRIBE)/i.test(query.replace(PROLOGUE, ""));
}

// snippets gives the code of each language, of a query at this server.
export function snippets(query, endpoint) {
  const isGraph = givesGraph(query);
  return { curl: curl(query, endpoint, isGraph), Python: python(query, endpoint, isGraph), R: r(query, endpoint, isGraph), Excel: excel(query, endpoint, isGraph) };
}

function curl(query, endpoint, isGraph) {
  return `curl -H 'Accept: ${isGraph ? "text/turtle" : "text/csv"}' '${endpoint}' \\\n  --data-urlencode 'query=${query.replaceAll("'", "'\\''")}'\n`;
}

function python(query, endpoint, isGraph) {
  const plain = !query.includes('"""') && !query.includes("\\") && !query.endsWith('"');
  const quoted = plain ? `"""\n${query}\n"""` : JSON.stringify(query);
  if (isGraph) {
    return `# pip install rdflib\nfrom urllib.parse import urlencode\nfrom rdflib import Graph\n\nquery = ${quoted}\naddress = "${endpoint}?" + urlencode({"query": query})\ngraph = Graph().parse(address, format="turtle")\nprint(graph.serialize())\n`;
  }
  return `# pip install pandas\nfrom urllib.parse import urlencode\nimport pandas\n\nquery = ${quoted}\naddress = "${endpoint}?" + urlencode({"query": query, "format": "csv"})\nprint(pandas.read_csv(address))\n`;
}

function r(query, endpoint, isGraph) {
  let dashes = "";
  while (query.includes(`)${dashes}"`)) dashes += "-";
  const address = `address <- paste0("${endpoint}?${isGraph ? "" : "format=csv&"}query=",\n  URLencode(query, reserved = TRUE))`;
  const read = isGraph ? "readLines(address, encoding = \"UTF-8\")" : "read.csv(address, encoding = \"UTF-8\")";
  return `query <- r"${dashes}(\n${query}\n)${dashes}"\n${address}\nprint(${read})\n`;
}

// excel is Power Query: Data, Get data, Blank query, Advanced editor.
function excel(query, endpoint, isGraph) {
  if (isGraph) return "";
  const quoted = query.replaceAll("#(", "#(#)(").replaceAll('"', '""');
  return `let\n  query = "${quoted}",\n  answer = Web.Contents("${endpoint}", [Query = [query = query, format = "csv"]]),\n  rows = Csv.Document(answer, [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n  table = Table.PromoteHeaders(rows)\nin\n  table\n`;
}
