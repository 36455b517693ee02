using System.Text;
using System.Text.Json.Nodes;
using Assistant.Skills;

namespace Assistant.Bot.Reply;

/// <summary>Tables as Adaptive Cards 1.5. The message beside a card says the same in words, for channels without cards.</summary>
internal static class AdaptiveCards
{
    /// <summary>A titled table; a narrow one reads well on a phone, a wide one is turned into one block a row.</summary>
    public static JsonObject Table(Card card, Func<Value, string> show, Func<string, string> phrase)
    {
        var body = new JsonArray { Text(phrase(card.TitleId), bold: true) };
        if (card.Chart is { } chart)
            body.Add((JsonNode)Picture(chart, show, phrase));
        if (card.Rows.Count > 0 && (card.Header.Count <= 3 || card.IsCompact))
            body.Add((JsonNode)Grid(card, show, phrase));
        else
            foreach (var row in card.Rows)
                body.Add((JsonNode)Block(card, row, show, phrase));
        var json = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["body"] = body,
        };
        if (card.Link is { } link)
            json["actions"] = new JsonArray { new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = phrase(link.LabelId), ["url"] = show(new Value.Link(link.Path)) } };
        return json;
    }

    /// <summary>The same table in plain words, for channels without cards: a line for each row, a chart left out.</summary>
    public static string InWords(JsonNode card, string colon)
    {
        var lines = new List<string>();
        foreach (var part in card["body"]!.AsArray())
            Add(part!, lines, colon);
        foreach (var action in card["actions"]?.AsArray() ?? [])
            lines.Add($"{action!["title"]}{colon}{action["url"]}");
        return string.Join('\n', lines);
    }

    private static void Add(JsonNode part, List<string> lines, string colon)
    {
        switch (part["type"]!.ToString())
        {
            case "TextBlock":
                lines.Add(part["text"]!.ToString());
                break;
            case "Container":
                foreach (var item in part["items"]!.AsArray())
                    Add(item!, lines, colon);
                break;
            case "Table":
                var rows = part["rows"]!.AsArray().Select(row => row!["cells"]!.AsArray().Select(cell => cell!["items"]![0]!["text"]!.ToString()).ToList()).ToList();
                lines.AddRange(rows.Select(row => string.Join(row.Count == 2 ? colon : "  ", row)));
                break;
        }
    }

    /// <summary>The chart as a picture inside the card, so that nothing is fetched for it; read out by its title.</summary>
    private static JsonObject Picture(Chart chart, Func<Value, string> show, Func<string, string> phrase) => new()
    {
        ["type"] = "Image",
        ["url"] = "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(BalanceChart.Svg(chart, phrase(chart.TitleId), show))),
        ["altText"] = phrase(chart.TitleId),
        ["size"] = "auto",
    };

    /// <summary>Shares of the width in which dates and amounts stay whole on a phone.</summary>
    private static int WidthOf(Value cell) => cell switch { Value.Count => 2, Value.Date or Value.Period => 6, _ => 5 };

    private static JsonObject Grid(Card card, Func<Value, string> show, Func<string, string> phrase) => new()
    {
        ["type"] = "Table",
        ["firstRowAsHeader"] = true,
        ["columns"] = new JsonArray([.. card.Rows[0].Select(cell => (JsonNode)new JsonObject { ["width"] = WidthOf(cell) })]),
        ["rows"] = new JsonArray(
        [
            Row(card.Header.Select(phrase), bold: true, card.IsCompact),
            .. card.Rows.Select(row => (JsonNode)Row(row.Select(show), bold: false, card.IsCompact)),
        ]),
    };

    private static JsonObject Row(IEnumerable<string> cells, bool bold, bool small = false) => new()
    {
        ["type"] = "TableRow",
        ["cells"] = new JsonArray([.. cells.Select(cell => (JsonNode)new JsonObject { ["type"] = "TableCell", ["items"] = new JsonArray { Text(cell, bold, small) } })]),
    };

    /// <summary>A wide row as a two-column table: head on the left, value on the right, the first cell as its title.</summary>
    private static JsonObject Block(Card card, IReadOnlyList<Value> row, Func<Value, string> show, Func<string, string> phrase) => new()
    {
        ["type"] = "Container",
        ["separator"] = true,
        ["spacing"] = "medium",
        ["items"] = new JsonArray
        {
            Text(show(row[0]), bold: true),
            new JsonObject
            {
                ["type"] = "Table",
                ["showGridLines"] = false,
                ["firstRowAsHeader"] = false,
                ["columns"] = new JsonArray { new JsonObject { ["width"] = 1 }, new JsonObject { ["width"] = 1 } },
                ["rows"] = new JsonArray([.. row.Skip(1).Select((value, i) => (JsonNode)Row([phrase(card.Header[i + 1]), show(value)], bold: false))]),
            },
        },
    };

    private static JsonObject Text(string text, bool bold, bool small = false)
    {
        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = text, ["wrap"] = true };
        if (bold)
            block["weight"] = "bolder";
        if (small)
            block["size"] = "small";
        return block;
    }
}
