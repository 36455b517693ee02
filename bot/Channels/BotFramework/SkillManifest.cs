using System.Text.Json.Nodes;
using Assistant.Bot.Prompts;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Channels.BotFramework;

/// <summary>Serves the manifest by which a parent bot learns how to call this one (skill manifest schema 2.2): <c>prompts/channels/skill-manifest.json</c> with our own addresses put in.</summary>
public sealed class SkillManifest(PromptFolder prompts, PolicyFiles policy, ILinks links, BotFrameworkSettings settings)
{
    /// <summary>Maps the file.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/manifests/skill.json", () => Results.Json(Make(), Json.Options)).WithTags("Channels").WithSummary("The skill manifest for parent bots.");

    private JsonObject Make()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(prompts.File("channels/skill-manifest.json").Path))!.AsObject();
        manifest["publisherName"] = policy.Operator.Names[Locales.English];
        manifest["privacyUrl"] = links.Sign("/privacy");
        var endpoint = manifest["endpoints"]![0]!;
        endpoint["endpointUrl"] = links.Sign("/api/messages");
        endpoint["msAppId"] = settings.AppId ?? "";
        return manifest;
    }
}
