using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Assistant.Bot.Turns;

/// <summary>
/// One activity of the Bot Framework Activity protocol 3.1, as channels send and receive it. Only the fields this product
/// acts on have names here; everything else a channel sends is kept and given back untouched.
/// </summary>
public sealed class Activity
{
    /// <summary>message, conversationUpdate, typing, event, …</summary>
    public string? Type { get; set; }

    /// <summary>Id within the conversation.</summary>
    public string? Id { get; set; }

    /// <summary>When the server took it, UTC.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Channel it came through.</summary>
    public string? ChannelId { get; set; }

    /// <summary>Address of the channel's connector, where replies go. Only as good as the token it came with.</summary>
    public string? ServiceUrl { get; set; }

    /// <summary>Who sent it.</summary>
    public Account? From { get; set; }

    /// <summary>Whom it is for.</summary>
    public Account? Recipient { get; set; }

    /// <summary>Conversation it belongs to.</summary>
    public Account? Conversation { get; set; }

    /// <summary>Who came into the conversation, the bot itself among them; of conversationUpdate.</summary>
    public IList<Account>? MembersAdded { get; set; }

    /// <summary>BCP 47 tag.</summary>
    public string? Locale { get; set; }

    /// <summary>Words; absent in cards' answers.</summary>
    public string? Text { get; set; }

    /// <summary>plain or markdown.</summary>
    public string? TextFormat { get; set; }

    /// <summary>acceptingInput, expectingInput or ignoringInput.</summary>
    public string? InputHint { get; set; }

    /// <summary>Activity this answers.</summary>
    public string? ReplyToId { get; set; }

    /// <summary>Name of an event.</summary>
    public string? Name { get; set; }

    /// <summary>Value of an event or a card's answer.</summary>
    public JsonNode? Value { get; set; }

    /// <summary>Cards and files.</summary>
    public IList<Attachment>? Attachments { get; set; }

    /// <summary>Buttons.</summary>
    public SuggestedActions? SuggestedActions { get; set; }

    /// <summary>What the channel or this product adds.</summary>
    public JsonNode? ChannelData { get; set; }

    /// <summary>expectReplies asks for the replies in the answer; absent or normal has them sent to <see cref="ServiceUrl"/>.</summary>
    public string? DeliveryMode { get; set; }

    /// <summary>Channel or bot the message came from, by its token. What the wire says here is discarded by the receiver.</summary>
    public string? CallerId { get; set; }

    /// <summary>How a conversation ended: completedSuccessfully, userCancelled, botTimedOut, …; of endOfConversation.</summary>
    public string? Code { get; set; }

    /// <summary>Reference to another conversation: the user's one behind a parent bot, or what a hand-off is about.</summary>
    public JsonNode? RelatesTo { get; set; }

    /// <summary>Fields this product does not act on.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Rest { get; set; }

    /// <summary>Sender, recipient or conversation.</summary>
    public sealed class Account
    {
        /// <summary>Id.</summary>
        public string? Id { get; set; }

        /// <summary>Name to show.</summary>
        public string? Name { get; set; }

        /// <summary>user, bot or skill.</summary>
        public string? Role { get; set; }

        /// <summary>Other fields.</summary>
        [JsonExtensionData]
        public IDictionary<string, JsonElement>? Rest { get; set; }
    }
}

/// <summary>A card or file.</summary>
public sealed class Attachment
{
    /// <summary>Media type.</summary>
    public string? ContentType { get; set; }

    /// <summary>Where the file is.</summary>
    public string? ContentUrl { get; set; }

    /// <summary>The card itself.</summary>
    public JsonNode? Content { get; set; }

    /// <summary>File name.</summary>
    public string? Name { get; set; }

    /// <summary>Other fields.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Rest { get; set; }
}

/// <summary>Buttons under a message.</summary>
public sealed class SuggestedActions
{
    /// <summary>The buttons.</summary>
    public IList<CardAction> Actions { get; init; } = [];

    /// <summary>Other fields.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Rest { get; set; }
}

/// <summary>One button; imBack sends its value as the user's words.</summary>
public sealed record CardAction(string Type, string Title, string Value);

/// <summary>How activities and records are written as JSON.</summary>
public static class Json
{
    /// <summary>camelCase, absent parts left out, Chinese left readable, at most 32 levels deep.</summary>
    public static readonly JsonSerializerOptions Options = Make();

    /// <summary>Reads what somebody else wrote.</summary>
    /// <exception cref="JsonException">It is not JSON of this shape; a name given twice, for which the reader has another exception, is not either.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options);
        }
        catch (ArgumentException twice)
        {
            throw new JsonException("A name is given twice.", twice);
        }
    }

    /// <summary>Where JSON is wrong, or how; for a sentence in brackets.</summary>
    public static string Place(JsonException wrong) => wrong.LineNumber is { } line ? $"line {line + 1}, {wrong.Path}" : wrong.Message;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 32,
            // A name given twice would be found only when somebody looks for it, and fail there.
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.Converters.Add(new MoneyConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        return options;
    }

    private sealed class MoneyConverter : JsonConverter<Skills.Money>
    {
        public override Skills.Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = (reader.GetString() ?? "").Split(' ');
            return new(decimal.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
        }

        public override void Write(Utf8JsonWriter writer, Skills.Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
