using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;
using Dapper;
using Microsoft.Extensions.AI;

namespace Assistant.Bot.Models;

/// <summary>Whom a request to a model is made for.</summary>
/// <param name="ConversationId">Conversation; null where none is behind it.</param>
/// <param name="Turn">The turn it belongs to.</param>
/// <param name="AskedBy">Member of staff, where one asked.</param>
public sealed record ModelCaller(string? ConversationId = null, int? Turn = null, string? AskedBy = null);

/// <summary>
/// Keeps exactly what was sent to a model and what came back, sealed, and counts it against the budgets before it is sent, so that requests on the way count too. Erasing a
/// conversation takes its requests with it.
/// </summary>
public sealed class ModelLedger(Store store, Vault vault, BankClock clock, LlmSettings settings)
{
    private const decimal Million = 1_000_000m;

    /// <summary>Notes a request and sets its tokens aside.</summary>
    /// <returns>Number of the request, or the budget that is used up.</returns>
    public Task<(long CallId, string? Caught)> BeginAsync(ModelUse use, ModelCaller caller, IReadOnlyList<ChatMessage> messages, ChatOptions options, int tokensIn) => store.WriteAsync(db =>
    {
        var day = Store.Day(clock.Today);
        var (tokens, cost) = (tokensIn + options.MaxOutputTokens!.Value, CostOf(tokensIn, options.MaxOutputTokens.Value));
        if (IsOver(Used("day = @day", new { day }), tokens, cost, settings.TokensPerDay, settings.CostPerDay))
            return (0L, "budget-day");
        if (caller.ConversationId is { } conversation && IsOver(Used("conversation_id = @conversation", new { conversation }), tokens, cost, settings.TokensPerConversation, settings.CostPerConversation))
            return (0L, "budget-conversation");
        var (key, wrapped) = vault.NewKey();
        var sent = new JsonObject
        {
            ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]),
            ["temperature"] = options.Temperature,
            ["maxTokens"] = options.MaxOutputTokens,
            ["schema"] = options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? JsonNode.Parse(schema.GetRawText()) : null,
            ["tools"] = new JsonArray([.. (options.Tools ?? []).Select(tool => (JsonNode)tool.Name)]),
        };
        var callId = db.ExecuteScalar<long>("""
            INSERT INTO model_calls (use, conversation_id, turn, asked_by, model, host, sent, wrapped_key, caught, tokens, cost, day, at)
            VALUES (@use, @ConversationId, @Turn, @AskedBy, @Model, @host, @sent, @wrapped, 'on-the-way', @tokens, @cost, @day, @now) RETURNING call_id
            """, new
        {
            use = NameOf(use), caller.ConversationId, caller.Turn, caller.AskedBy, settings.Model, host = new Uri(settings.Endpoint!).Host, sent = Vault.SealText(key, sent.ToJsonString(Json.Options)), wrapped,
            tokens, cost, day, now = Store.Time(clock.Now),
        });
        return (callId, (string?)null);

        (long Tokens, long Cost) Used(string which, object values) => db.QuerySingle<(long, long)>($"SELECT COALESCE(SUM(tokens), 0), COALESCE(SUM(cost), 0) FROM model_calls WHERE {which}", values);
    });

    /// <summary>Notes what came back. A request whose use of tokens nobody reported keeps what was set aside.</summary>
    public Task EndAsync(long callId, string answered, UsageDetails? usage, string? caught) => store.WriteAsync(db =>
    {
        var wrapped = db.QuerySingle<byte[]?>("SELECT wrapped_key FROM model_calls WHERE call_id = @callId", new { callId });
        var counted = usage is { InputTokenCount: >= 0, OutputTokenCount: >= 0 };
        db.Execute("""
            UPDATE model_calls SET answered = @sealed_, caught = @caught, tokens = COALESCE(@tokens, tokens), cost = COALESCE(@cost, cost) WHERE call_id = @callId
            """, new
        {
            callId, sealed_ = wrapped is null ? null : Vault.SealText(vault.Unwrap(wrapped), answered), caught,
            tokens = counted ? usage!.InputTokenCount + usage.OutputTokenCount : null,
            cost = counted ? CostOf(usage!.InputTokenCount!.Value, usage.OutputTokenCount!.Value) : (long?)null,
        });
    });

    /// <summary>Takes back a request that never went out.</summary>
    public Task ForgetAsync(long callId) => store.WriteAsync(db => db.Execute("DELETE FROM model_calls WHERE call_id = @callId", new { callId }));

    /// <summary>Notes that a later check stopped an answer.</summary>
    public Task CatchAsync(long callId, string caught) => store.WriteAsync(db => db.Execute("UPDATE model_calls SET caught = @caught WHERE call_id = @callId", new { callId, caught }));

    /// <summary>What was sent for a conversation and what came back, oldest first.</summary>
    public JsonArray Of(string conversationId) => store.Read(db => new JsonArray([.. db.Query<Row>("""
        SELECT call_id AS CallId, use AS "Use", turn AS Turn, asked_by AS AskedBy, model AS Model, host AS Host, sent AS Sent, answered AS Answered, wrapped_key AS WrappedKey, caught AS Caught, tokens AS Tokens, cost AS Cost, at AS At
        FROM model_calls WHERE conversation_id = @conversationId ORDER BY call_id
        """, new { conversationId }).Select(row => (JsonNode)new JsonObject
        {
            ["callId"] = row.CallId, ["use"] = row.Use, ["turn"] = row.Turn, ["askedBy"] = row.AskedBy, ["model"] = row.Model, ["host"] = row.Host, ["at"] = row.At,
            ["sent"] = Open(row, row.Sent) is { } sent ? JsonNode.Parse(sent) : null, ["answered"] = Open(row, row.Answered), ["caught"] = row.Caught, ["tokens"] = row.Tokens, ["cost"] = Money(row.Cost),
        })]));

    /// <summary>Name of a use, as settings and records have it.</summary>
    public static string NameOf(ModelUse use) => use.ToString().ToLowerInvariant();

    private string? Open(Row row, byte[]? box) => box is null || row.WrappedKey is null ? null : Vault.UnsealText(vault.Unwrap(row.WrappedKey), box);

    /// <summary>In millionths: a price of a million tokens is the millionths of one.</summary>
    private long CostOf(long tokensIn, long tokensOut) => (long)Math.Ceiling((tokensIn * settings.PriceIn) + (tokensOut * settings.PriceOut));

    private static bool IsOver((long Tokens, long Cost) used, long tokens, long cost, long mostTokens, decimal? mostCost) => used.Tokens + tokens > mostTokens || (used.Cost + cost) / Million > mostCost;

    /// <summary>Millionths as money with six places.</summary>
    internal static string Money(long millionths) => (millionths / Million).ToString("0.000000", CultureInfo.InvariantCulture);

    private sealed record Row
    {
        public long CallId { get; init; }

        public string Use { get; init; } = "";

        public int? Turn { get; init; }

        public string? AskedBy { get; init; }

        public string Model { get; init; } = "";

        public string Host { get; init; } = "";

        public byte[]? Sent { get; init; }

        public byte[]? Answered { get; init; }

        public byte[]? WrappedKey { get; init; }

        public string? Caught { get; init; }

        public long Tokens { get; init; }

        public long Cost { get; init; }

        public string At { get; init; } = "";
    }
}
