using System.Text.Json;
using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>Serves the manifest by which a parent bot learns how to call this one (skill manifest schema 2.2): <c>prompts/channels/skill-manifest.json</c> with our own addresses put in.</summary>
public sealed class SkillManifest(PromptFolder prompts, PolicyFiles policy, ILinks links, BotFrameworkSettings settings)
{
    private readonly JsonObject manifest = Read(prompts);

    /// <summary>Maps the file.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/manifests/skill.json", () => Results.Json(Make(), Json.Options)).WithTags("Channels").WithSummary("The skill manifest for parent bots.");

    /// <summary>Reads the file, so that a mistake in it stops the start.</summary>
    /// <exception cref="PromptException">Line and what to correct.</exception>
    private static JsonObject Read(PromptFolder prompts)
    {
        var file = prompts.File("channels/skill-manifest.json");
        try
        {
            return JsonNode.Parse(File.ReadAllText(file.Path)) is JsonObject read && read["endpoints"] is JsonArray { Count: > 0 }
                ? read : throw new PromptException(file.Name, 1, "an object with 'endpoints' was expected.");
        }
        catch (JsonException wrong)
        {
            throw new PromptException(file.Name, (wrong.LineNumber ?? 0) + 1, "this is not JSON.");
        }
    }

    private JsonObject Make()
    {
        var own = manifest.DeepClone().AsObject();
        own["publisherName"] = policy.Operator.Names[Locales.English];
        own["privacyUrl"] = links.Sign("/privacy");
        var endpoint = own["endpoints"]![0]!;
        endpoint["endpointUrl"] = links.Sign("/api/messages");
        endpoint["msAppId"] = settings.AppId ?? "";
        return own;
    }
}
