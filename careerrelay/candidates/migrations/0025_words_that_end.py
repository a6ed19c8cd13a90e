from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0024_files_in_pieces"),
    ]

    operations = [
        migrations.AddField(model_name="import", name="word_ends", field=models.JSONField(null=True)),
        migrations.AddField(
            model_name="rememberedcolumns", name="word_ends", field=models.JSONField(null=True)
        ),
    ]
